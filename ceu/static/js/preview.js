// Reloads a page of the preview when a file of the content folder changes. Without this script, reloading by hand does
// the same. The scroll position stays, and what was chosen in a quiz stands in the address.
const EVERY_MS = 800;
const WATCHING = "This page reloads itself when you save a file.";
const STOPPED = "The preview has stopped. Start it again with ceu preview; this page then goes on.";
const shown = document.querySelector('meta[name="content-version"]').content;
const told = document.querySelector("[data-watch]");

function tell(text) {
  if (told.textContent !== text) told.textContent = text;
}

async function look() {
  try {
    const { version } = await (await fetch("/version", { cache: "no-store" })).json();
    if (version !== shown) {
      location.reload();
      return;
    }
    tell(WATCHING);
  } catch {
    tell(STOPPED);
  }
  setTimeout(look, EVERY_MS);
}

tell(WATCHING);
told.setAttribute("role", "status"); // from now on a change is worth saying
setTimeout(look, EVERY_MS);

// Reloads a page of the preview when a file of the content folder changes. Without this script, reloading by hand does
// the same. The scroll position stays, and what was chosen in a quiz stands in the address.
const EVERY_MS = 800;
const shown = document.querySelector('meta[name="content-version"]').content;
const told = document.querySelector("[data-watch]");
const watching = told.textContent;

async function look() {
  try {
    const { version } = await (await fetch("/version", { cache: "no-store" })).json();
    if (version !== shown) {
      location.reload();
      return;
    }
    if (told.textContent !== watching) told.textContent = watching;
  } catch {
    told.textContent = "The preview has stopped. Start it again with ceu preview; this page then goes on.";
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);

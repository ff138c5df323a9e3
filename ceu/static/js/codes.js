// Copies and prints recovery codes. Without this script they are copied and printed with the browser's own means.
const bar = document.querySelector("[data-codes]");
const told = bar.querySelector("[data-told]");
bar.hidden = false;
bar.querySelector("[data-copy]").addEventListener("click", async () => {
  const codes = [...document.querySelectorAll("#codes code")].map((code) => code.textContent).join("\n");
  try {
    await navigator.clipboard.writeText(codes);
    told.textContent = "Copied.";
  } catch {
    told.textContent = "This browser does not let a page copy. Mark the codes and copy them.";
  }
});
bar.querySelector("[data-print]").addEventListener("click", () => window.print());

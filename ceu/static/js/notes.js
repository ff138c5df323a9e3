// Highlights and notes on a passage. Without this script a note is on the whole section; those on passages are listed
// with links to them. Highlights are painted, so that the text's elements stay as they are.
const text = document.querySelector(".prose:not(.intro)");
const panel = document.querySelector("#my-notes");
const part = (name) => panel.querySelector(`[data-note-${name}]`);
const [list, form, bar, told, passage] = ["list", "form", "bar", "told", "passage"].map(part);
const FIELDS = ["quote", "before", "after"];
const CONTEXT = 32; // characters remembered before and after a passage
const MOST = 1000; // characters of a passage
const SETTLED_MS = 200; // a selection at rest so long is meant

// The text as the server has it, each run of white space one space, and where each character stands.
function readText() {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("svg, button, fieldset") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const places = [];
  let words = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let offset = 0; offset < node.length; offset += 1) {
      const letter = /\s/.test(node.data[offset]) ? " " : node.data[offset];
      if (letter === " " && (!words || words.endsWith(" "))) continue;
      words += letter;
      places.push([node, offset]);
    }
  }
  return { words, places };
}

// Where a note's passage stands, or null.
function rangeOf({ exact, before, after }, { words, places }) {
  if (!exact) return null;
  const whole = words.indexOf(before + exact + after);
  const start = whole < 0 ? words.indexOf(exact) : whole + before.length;
  if (start < 0) return null;
  const range = new Range();
  range.setStart(...places[start]);
  const [node, offset] = places[start + exact.length - 1];
  range.setEnd(node, offset + 1);
  return range;
}

function paint() {
  part("count").textContent = list.children.length;
  if (!CSS.highlights) return;
  const all = readText();
  const ranges = [...list.children].map((one) => rangeOf(one.dataset, all)).filter(Boolean);
  CSS.highlights.set("my-note", new Highlight(...ranges));
}

function goTo(range) {
  const block = range.startContainer.parentElement.closest("p, li, h2, h3, h4, td, th, dt, dd, figcaption") ?? text;
  if (!block.hasAttribute("tabindex")) block.tabIndex = -1;
  block.focus({ preventScroll: true });
  return block;
}

// The last selection: pressing a button ends it on a phone.
let chosen = null;

function choose() {
  const selection = getSelection();
  const range = selection.rangeCount && selection.getRangeAt(0);
  bar.hidden = !range || range.collapsed || !text.contains(range.startContainer);
  if (bar.hidden) return;
  chosen = range.cloneRange();
  follow();
}

function follow() {
  if (bar.hidden) return;
  const { left, bottom } = chosen.getBoundingClientRect();
  bar.style.setProperty("--x", `${left}px`);
  bar.style.setProperty("--y", `${bottom}px`);
}

function quoteOf(range) {
  const { words, places } = readText();
  let start = places.findIndex(([node, offset]) => range.comparePoint(node, offset) >= 0);
  let end = places.findLastIndex(([node, offset]) => range.comparePoint(node, offset + 1) <= 0) + 1;
  while (start < end && words[start] === " ") start += 1;
  while (end > start && words[end - 1] === " ") end -= 1;
  if (start < 0 || start >= end) return null;
  return {
    quote: words.slice(start, end),
    before: words.slice(Math.max(0, start - CONTEXT), start),
    after: words.slice(end, end + CONTEXT),
  };
}

const say = (words) => (told.textContent = words);

function fill(quote) {
  for (const name of FIELDS) form.elements[name].value = quote?.[name] ?? "";
  passage.hidden = !quote;
  part("quote").textContent = quote?.quote ?? "";
}

// A passage without words on it, saved in place.
async function highlight(quote) {
  const data = new URLSearchParams(new FormData(form));
  for (const name of FIELDS) data.set(name, quote[name]);
  data.set("body", "");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
    if (answer.status === 401) {
      fill(quote);
      form.submit(); // the server keeps it and asks to sign in
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    list.innerHTML = (await answer.json()).list;
    paint();
    say("Highlighted. It stands in My notes below the text.");
  } catch {
    say("Not saved. Check your connection, then press Highlight again.");
  }
}

for (const button of panel.querySelectorAll("[data-note-use]")) {
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", () => {
    const range = chosen;
    const quote = range && quoteOf(range);
    if (!quote) return say("Select a passage in the text first, then press this button.");
    if (quote.quote.length > MOST) return say(`Choose a shorter passage, of at most ${MOST} characters.`);
    chosen = null;
    bar.hidden = true;
    getSelection().removeAllRanges();
    say("");
    if (button.dataset.noteUse === "highlight") {
      goTo(range);
      return highlight(quote);
    }
    fill(quote);
    panel.querySelector("details").open = true;
    form.elements.body.focus();
  });
}

part("whole").addEventListener("click", () => {
  fill(null);
  form.elements.body.focus();
});

list.addEventListener("click", (event) => {
  const item = event.target.closest("blockquote a")?.closest("li");
  const range = item && rangeOf(item.dataset, readText());
  if (!range || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  goTo(range).scrollIntoView({ block: "center" });
});

let timer;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(choose, SETTLED_MS);
});
addEventListener("scroll", follow, { passive: true });
document.addEventListener("keydown", (event) => event.key === "Escape" && (bar.hidden = true));
paint();
choose(); // a selection may have brought this script

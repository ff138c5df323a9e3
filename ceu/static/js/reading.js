// Comforts of the reading page. Without this script citations, terms and footnotes are links to the lists below the
// text, figures scroll in their frames, and previous and next are links.
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// Citations, terms and footnotes open in place.
const KINDS = { citation: "Reference", term: "Definition", "footnote-ref": "Footnote" };

function notes() {
  if (!HTMLElement.prototype.showPopover) return;
  const kind = make("p", { className: "note-kind", id: "note-kind" });
  const body = make("div", { className: "note-body" });
  const list = make("a", { textContent: "Show in the list" });
  const close = make("button", { type: "button", textContent: "Close" });
  const ways = make("div", { className: "note-ways" }, list, close);
  const note = make("div", { className: "note", popover: "auto", tabIndex: -1, role: "dialog" }, kind, body, ways);
  note.setAttribute("aria-labelledby", "note-kind");
  document.body.append(note);
  let source;

  const copyOf = (part) => {
    const copy = make("div", { className: `note-${part.localName}` }, ...part.cloneNode(true).childNodes);
    for (const back of copy.querySelectorAll(".footnote-backref")) back.remove();
    for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
    return copy;
  };

  const show = (link, target) => {
    kind.textContent = KINDS[link.classList[0]];
    body.replaceChildren(...(target.localName === "dt" ? [target, target.nextElementSibling] : [target]).map(copyOf));
    list.href = link.hash;
    if (!note.contains(link)) {
      source = link;
      source.classList.add("noted");
      source.focus({ preventScroll: true }); // where the focus returns to; Safari gives none to a clicked link
      note.showPopover({ source });
    }
    note.focus();
    note.scrollTop = 0;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.citation, a.term, a.footnote-ref");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link, target);
  });
  for (const way of [list, close]) way.addEventListener("click", () => note.hidePopover());
  note.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !note.contains(relatedTarget)) note.hidePopover(); // it must not cover what has the focus
  });
  note.addEventListener("beforetoggle", ({ newState }) => newState === "closed" && source.classList.remove("noted"));
}

// Figures fill the screen in a dialog, at its width or twice that, with their long description below.
function enlarge(figure, svg) {
  const [title, description] = ["title", "desc"].map((name) => svg.querySelector(name)?.textContent ?? "");
  const caption = figure.querySelector("figcaption > p")?.textContent ?? "";
  const zoom = make("button", { type: "button", className: "button button-secondary", textContent: "200 %" });
  const close = make("button", { type: "button", className: "button button-secondary", textContent: "Close" });
  const name = make("h2", { id: "enlarged-name", textContent: title });
  const bar = make("div", { className: "enlarged-bar" }, name, zoom, close);
  // The copy's ids, and what points at them, must not meet those of the figure in the text.
  const prefix = svg.querySelector("title").id.replace(/title$/, "");
  const sheet = make("div", { className: "enlarged-sheet", tabIndex: 0, role: "region", ariaLabel: "Figure" });
  sheet.innerHTML = svg.outerHTML.replaceAll(prefix, `large-${prefix}`);
  sheet.append(...[caption, description].filter(Boolean).map((textContent) => make("p", { textContent })));
  const dialog = make("dialog", { className: "enlarged" }, bar, sheet);
  dialog.setAttribute("aria-labelledby", "enlarged-name");
  zoom.ariaPressed = "false";
  zoom.addEventListener("click", () => (zoom.ariaPressed = String(sheet.classList.toggle("double"))));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function figures() {
  for (const svg of document.querySelectorAll(".prose .figure svg:has(> title[id])")) {
    const figure = svg.closest(".figure");
    const button = make("button", { type: "button", className: "enlarge", textContent: "Enlarge figure" });
    button.ariaLabel = `Enlarge figure: ${svg.querySelector("title").textContent}`;
    button.addEventListener("click", () => enlarge(figure, svg));
    svg.parentElement.after(button);
  }
}

// Previous and next by Alt+Shift and an arrow: no single key, and none that browsers or screen readers take.
const WAYS = { ArrowLeft: "prev", ArrowRight: "next" };
const BUSY = "input, textarea, select, [contenteditable], dialog";

function keys() {
  const find = (key) => document.querySelector(`.pager a[rel="${WAYS[key]}"]`);
  for (const key of Object.keys(WAYS)) find(key)?.setAttribute("aria-keyshortcuts", `Alt+Shift+${key}`);
  document.addEventListener("keydown", (event) => {
    const link = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && find(event.key);
    // With a selection the same keys extend it on a Mac.
    if (!link || event.target.closest(BUSY) || !getSelection().isCollapsed) return;
    event.preventDefault();
    link.click();
  });
}

// The paragraph at the top of the screen is remembered, in this browser only, and offered on return.
const A_LINE = 24; // pixels; of what is above, no whole line is to be seen

function place() {
  const text = document.querySelector("[data-place]");
  if (!text) return; // the open section of a course: nothing is kept of whoever reads it
  const offer = document.querySelector("[data-resume]");
  const key = `place:${text.dataset.place}`;
  const blocks = [...text.querySelectorAll("p, li, h2, h3, h4, tr, figure")].filter(
    (block) => !block.closest(".section-glossary, .section-references, .footnote"),
  );
  const opening = (block) => block?.textContent.trim().slice(0, 60);
  const storage = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null; // storage can be closed to us, or hold what we did not write
    }
  };
  let finished = false;

  const keep = () => {
    const at = blocks.findIndex((block) => block.getBoundingClientRect().bottom > A_LINE);
    if (finished || at < 0) storage((store) => store.removeItem(key));
    else if (at > 0) storage((store) => store.setItem(key, JSON.stringify({ at, opening: opening(blocks[at]) })));
  };
  document.querySelector("form.mark-read").addEventListener("submit", () => (finished = true));
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  addEventListener("pagehide", keep);

  const known = storage((store) => JSON.parse(store.getItem(key)));
  if (!known) return;
  const same = (block) => opening(block) === known.opening;
  // A revision may have moved the paragraph, or changed it: then what stands in its place is near enough.
  const block = (same(blocks[known.at]) && blocks[known.at]) || blocks.find(same) || blocks[known.at];
  if (!block) return;
  offer.classList.add("known");
  offer.addEventListener("click", () => {
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
    block.scrollIntoView();
    block.classList.add("resumed");
  });
}

// The script of one's own notes comes once it has something to do: it is no part of a first visit.
function ownNotes() {
  const panel = document.querySelector("#my-notes");
  if (!panel) return;
  const load = () => import(`./notes.js${new URL(import.meta.url).search}`);
  if (panel.querySelector(".my-note, details[open]")) load();
  document.addEventListener("selectionchange", load, { once: true });
  panel.addEventListener("toggle", load, { once: true, capture: true });
}

// Study time: while something moves on the visible page, the server hears of it at most once a minute, and times that
// itself. Nothing is sent for who reads on paper.
const A_MINUTE = 60000; // milliseconds

function seatTime() {
  const form = document.querySelector("form[data-seat-time]");
  if (!form) return;
  const signs = ["scroll", "pointermove", "pointerdown", "keydown", "focusin", "selectionchange"];
  let moved = false;
  let sent = performance.now();
  const tell = async () => {
    if (!moved || document.hidden || !form.dataset.seatTime || performance.now() - sent < A_MINUTE) return;
    moved = false;
    sent = performance.now();
    const body = new URLSearchParams(new FormData(form));
    const headers = { "X-Requested-With": "fetch" };
    const answer = await fetch(form.dataset.seatTime, { method: "POST", body, headers, keepalive: true }).catch(() => null);
    // Signed out, or the form is too old: from here nothing more is counted.
    if (answer && answer.status >= 400 && answer.status < 500) delete form.dataset.seatTime;
  };
  const stir = () => {
    moved = true;
    tell();
  };
  for (const sign of signs) document.addEventListener(sign, stir, { passive: true, capture: true });
}

// So does the script of figures of studies: most pages have none.
if (document.querySelector("figure.studies")) import(`./studies.js${new URL(import.meta.url).search}`);

notes();
figures();
keys();
place();
ownNotes();
seatTime();

// What a person sees of a page, asked of the browser. Each function returns sentences about what is wrong.
(() => {
  const told = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((e) =>
    e.checkVisibility({ visibilityProperty: true }),
  );
  const style = (element, part) => getComputedStyle(element, part);
  const outlined = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
  const bordered = (s) => s.borderTopStyle !== "none" && parseFloat(s.borderTopWidth) > 0;

  // What is too small to hit: links in running text are excepted, as WCAG 2.5.8 excepts them; the link in a card's
  // title is hit anywhere on the card.
  function tooSmall() {
    return shown("a, button, input, select, textarea, summary")
      .filter((e) => !e.closest("p, dd, td, figcaption, .card-title, .references, .prose li, .hint, ol.review-list"))
      .map((e) => (e.labels && e.labels[0] && ["radio", "checkbox"].includes(e.type) ? e.labels[0] : e))
      .map((e) => [e, e.getBoundingClientRect()])
      .filter(([, r]) => r.width > 0 && (r.width < 24 || r.height < 24))
      .map(([e, r]) => `too small, ${Math.round(r.width)} x ${Math.round(r.height)}: ${told(e)}`);
  }

  // Who listens or tabs goes by the source, who looks goes down the page: in one column both are the same way. The
  // header is one stop: its two navigations, each with a name, share its rows in another order on narrow screens.
  function outOfOrder() {
    const stops = "h1, h2, h3, h4, h5, h6, header, nav, main, footer";
    const found = [];
    let before = null;
    for (const element of shown(`${stops}, main :is(a, button, input, select, textarea, summary)`)) {
      if (element.closest(".vh, header *")) continue;
      // What stands in one row of a table is read from left to right.
      const { top, bottom, height } = (element.closest("tr") ?? element).getBoundingClientRect();
      if (!height) continue;
      if (before && bottom <= before.top) found.push(`${told(element)} stands above ${told(before.element)}`);
      before = { element, top };
    }
    return found;
  }

  // Letters of one block on those of another.
  function overlapping() {
    const box = (e) => {
      const texts = [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
      if (!texts.length) return null;
      const range = document.createRange();
      range.setStartBefore(texts[0]);
      range.setEndAfter(texts.at(-1));
      return range.getBoundingClientRect();
    };
    const boxes = shown("body :not(script, title, desc, option, svg *)")
      .filter((e) => style(e).display !== "inline" && !e.closest(".vh, .skip, .stacked thead"))
      .map((e) => [e, box(e)])
      .filter(([, r]) => r && r.width > 2 && r.height > 2)
      .sort(([, a], [, b]) => a.top - b.top);
    const found = [];
    boxes.forEach(([one, a], index) => {
      for (const [other, b] of boxes.slice(index + 1)) {
        if (b.top > a.bottom - 3) break; // sorted: no later one begins above the end of this one
        const apart = b.left > a.right - 3 || a.left > b.right - 3;
        if (!apart && !one.contains(other) && !other.contains(one)) found.push(`${told(one)} lies on ${told(other)}`);
      }
    });
    return found.slice(0, 3);
  }

  // The focus of everything that takes it: drawn on it, on its frame or on what stands for it; and nothing covers
  // it, so that it can be clicked on.
  function unseenFocus() {
    const found = [];
    for (const element of shown("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
      element.focus({ focusVisible: true });
      if (document.activeElement !== element) continue; // disabled, or folded away
      const frame = element.closest(".option");
      const drawn = [style(element), style(element, "::after"), ...(frame ? [style(frame)] : [])].some(outlined);
      if (!drawn) found.push(`its focus cannot be seen: ${told(element)}`);
      const { left, top, width, height } = element.getClientRects()[0];
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      if (!over || over.contains(element) || element.contains(over) || over.closest("label")?.control === element) continue;
      found.push(`${told(over)} covers ${told(element)}`);
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    return found;
  }

  // Forced colors take backgrounds and shadows away: what is a control, or is chosen, must show it by something else.
  function lostWithColors() {
    const controls = shown(".button, .input, .option, .card, .notice, .callout, .error-summary");
    const marked = (s) => s.textDecorationLine !== "none" || outlined(s) || Number(s.fontWeight) >= 600;
    const current = shown("[aria-current]:not(.breadcrumbs *)");
    const lost = [
      ...controls.filter((e) => !bordered(style(e))),
      ...current.filter((e) => ![e, ...e.children].some((part) => marked(style(part)))),
    ];
    return lost.map((e) => `lost with forced colors: ${told(e)}`);
  }

  function tooWide() {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return wide > 0 ? [`the page is ${wide} pixels too wide`] : [];
  }

  function enlarge(size) {
    document.documentElement.style.fontSize = size;
    return [];
  }

  window.looks = { tooSmall, outOfOrder, overlapping, unseenFocus, lostWithColors, tooWide, enlarge };
})();

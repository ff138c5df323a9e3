// A figure of studies: which arms are drawn, and in which order. Only arms that were published can be chosen; there is
// nothing to type in. Without this script the figure shows all of them, with the table below it.
function enliven(figure) {
  const svg = figure.querySelector("svg");
  const lines = svg.querySelector(".fig-lines");
  const foot = svg.querySelector(".fig-foot");
  const body = figure.querySelector("tbody");
  const order = figure.querySelector(".studies-ways select");
  const told = figure.querySelector(".studies-told");
  const [top, step, below] = ["top", "step", "foot"].map((name) => Number(lines.dataset[name]));
  const width = svg.viewBox.baseVal.width;
  const arms = [...figure.querySelectorAll(".studies-choose input")].map((box) => ({
    box,
    name: box.labels[0].textContent,
    place: Number(box.dataset.arm),
    first: Number(box.dataset.first),
    drawn: svg.querySelector(`[data-arm="${box.dataset.arm}"]`),
    cells: body.querySelector(`[data-arm="${box.dataset.arm}"]`),
  }));

  const draw = () => {
    arms.sort((one, other) => one[order.value] - other[order.value] || one.place - other.place);
    const shown = arms.filter((arm) => arm.box.checked);
    for (const arm of arms) {
      arm.drawn.setAttribute("display", arm.box.checked ? "inline" : "none");
      arm.cells.hidden = !arm.box.checked;
      body.append(arm.cells);
    }
    shown.forEach((arm, line) => arm.drawn.setAttribute("transform", `translate(0 ${top + step * line})`));
    const bottom = top + step * Math.max(shown.length, 1);
    for (const line of lines.children) line.setAttribute("d", line.getAttribute("d").replace(/V.*/, `V${bottom}`));
    foot.setAttribute("transform", `translate(0 ${bottom})`);
    svg.setAttribute("viewBox", `0 0 ${width} ${bottom + below}`);
    const names = shown.length < arms.length ? `: ${shown.map((arm) => arm.name).join("; ")}` : "";
    told.textContent = shown.length
      ? `${shown.length} of ${arms.length} arms shown${names}.`
      : "No arm is chosen. Choose one or more to see what was published.";
  };

  figure.querySelector(".studies-choose").addEventListener("change", draw);
  for (const button of figure.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => {
      for (const arm of arms) arm.box.checked = button.dataset.choose === "all";
      draw();
    });
  }
  draw(); // the browser may have kept what was chosen before a reload
}

document.querySelectorAll("figure.studies:has(svg)").forEach(enliven);

// Lighthouse on some addresses, signed in by a cookie. Every page has a browser of its own, new to the site.
//   in   {"chromium": path, "flags": [...], "categories": [...], "pages": [{"name", "url", "cookie": "name=value" or ""}]}
//   out  a line for each page: {"name", "scores": {category: 0 to 100}, "lost": ["audit score: title"]}
import { text } from "node:stream/consumers";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { chromium, flags, categories, pages } = JSON.parse(await text(process.stdin));

async function judge({ url, cookie }) {
  const chrome = await launch({ chromePath: chromium, chromeFlags: flags, ignoreDefaultFlags: true });
  try {
    const { lhr } = await lighthouse(url, {
      port: chrome.port,
      logLevel: "error",
      onlyCategories: categories,
      extraHeaders: cookie ? { Cookie: cookie } : undefined,
      disableFullPageScreenshot: true,
    });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
    const scores = {};
    const lost = [];
    for (const category of Object.values(lhr.categories)) {
      scores[category.id] = Math.round(category.score * 100);
      for (const { id, weight } of category.auditRefs) {
        const { score, title } = lhr.audits[id];
        if (weight && score !== null && score < 1) lost.push(`${id} ${score}: ${title}`);
      }
    }
    return { scores, lost };
  } finally {
    chrome.kill();
  }
}

for (const page of pages) {
  // On a busy machine the browser may lose the trace of a page, which Lighthouse calls an error.
  const found = await judge(page).catch((error) => ({ scores: {}, lost: [String(error)] }));
  process.stdout.write(JSON.stringify({ name: page.name, ...found }) + "\n");
}
process.exit(); // its timers would keep the process for seconds more

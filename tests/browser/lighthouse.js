// Lighthouse on one address, signed in by a cookie. One JSON object each on standard input and output:
//   in   {"chromium": path, "flags": [...], "categories": [...], "url", "cookie": "name=value" or ""}
//   out  {"scores": {category: 0 to 100}, "lost": ["audit score: title"]}
import { text } from "node:stream/consumers";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { chromium, flags, categories, url, cookie } = JSON.parse(await text(process.stdin));
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
  process.stdout.write(JSON.stringify({ scores, lost }));
} finally {
  chrome.kill();
}

// Starts the demonstration shop for real, and opens it in the real browser.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));
export const binary = process.env.ASSENT_BIN ?? `${root}target/debug/assent`;
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts `assent demo` on a free port and returns its address, a key that may do everything there, and a way to stop it. */
export async function openShop(more = []) {
  const child = spawn(binary, ["demo", "--port", "0", "--no-open", "--key", ...more], { stdio: ["ignore", "pipe", "ignore"] });
  let key;
  const url = await new Promise((found, failed) => {
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += bytes;
      key = said.match(/the key: (\S+)/)?.[1];
      const line = said.match(/the shop is open: (http:\S+)/);
      // By its name: what keeps cookies for tests takes a secure one from a local name alone, as it should not from an address.
      if (line) found(line[1].replace("127.0.0.1", "localhost"));
    });
    child.on("exit", (code) => failed(new Error(`assent demo ended with ${code}: ${said}`)));
  });
  return { url, key, close: () => new Promise((ended) => child.on("exit", ended) && child.kill("SIGTERM")) };
}

/** Starts the browser without anything that talks to anybody but the shop. */
export function openBrowser(more = []) {
  const executablePath = browsers.find((path) => existsSync(path));
  if (!executablePath) throw new Error("no browser: install chromium");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", ...more];
  return chromium.launch({ executablePath, args });
}

/** How long anything may take: no test here is about time, and the machine may be busy. */
const PATIENCE_MS = 120_000;

/** A page of a fresh visitor, without JavaScript unless asked for; what goes wrong in it is kept in `trouble`. */
export async function visit(browser, options = {}) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.trouble = [];
  page.on("console", (message) => message.type() === "error" && page.trouble.push(message.text()));
  page.on("pageerror", (error) => page.trouble.push(String(error)));
  page.on("request", (request) => !["127.0.0.1", "localhost"].includes(new URL(request.url()).hostname) && !request.url().startsWith("data:") && page.trouble.push(request.url()));
  return page;
}

const pictures = process.env.PICTURES ?? fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
/** How good a picture is: letters stay sharp, and all of them together stay small. */
const PICTURE_QUALITY = 60;
/** Where a picture ends: a page that goes on does so alike. */
const PICTURE_HEIGHT_MAX = 2_000;

/** A picture of the page for the documents: of what can be seen, or of the whole. */
export async function picture(page, name, { whole = false } = {}) {
  mkdirSync(pictures, { recursive: true });
  const { width, height } = page.viewportSize();
  const full = whole ? await page.evaluate(() => document.documentElement.scrollHeight) : height;
  const at = whole ? 0 : await page.evaluate(() => scrollY);
  const tools = await page.context().newCDPSession(page);
  const clip = { x: 0, y: at, width, height: Math.min(full, whole ? PICTURE_HEIGHT_MAX : height), scale: 1 };
  const { data } = await tools.send("Page.captureScreenshot", { format: "webp", quality: PICTURE_QUALITY, clip, captureBeyondViewport: whole });
  await tools.detach();
  writeFileSync(`${pictures}${name}.webp`, Buffer.from(data, "base64"));
}

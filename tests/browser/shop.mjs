// Starts the demonstration shop for real, and opens it in the real browser.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));
const binary = process.env.ASSENT_BIN ?? `${root}target/debug/assent`;
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts `assent demo` on a free port and returns its address and a way to stop it. */
export async function openShop() {
  const child = spawn(binary, ["demo", "--port", "0", "--no-open"], { stdio: ["ignore", "pipe", "ignore"] });
  const url = await new Promise((found, failed) => {
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += bytes;
      const line = said.match(/the shop is open: (http:\S+)/);
      // By its name: what keeps cookies for tests takes a secure one from a local name alone, as it should not from an address.
      if (line) found(line[1].replace("127.0.0.1", "localhost"));
    });
    child.on("exit", (code) => failed(new Error(`assent demo ended with ${code}: ${said}`)));
  });
  return { url, close: () => new Promise((ended) => child.on("exit", ended) && child.kill("SIGTERM")) };
}

/** Starts the browser without anything that talks to anybody but the shop. */
export function openBrowser() {
  const executablePath = browsers.find((path) => existsSync(path));
  if (!executablePath) throw new Error("no browser: install chromium");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args });
}

/** A page of a fresh visitor, without JavaScript unless asked for; what goes wrong in it is kept in `trouble`. */
export async function visit(browser, options = {}) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.trouble = [];
  page.on("console", (message) => message.type() === "error" && page.trouble.push(message.text()));
  page.on("pageerror", (error) => page.trouble.push(String(error)));
  page.on("request", (request) => !["127.0.0.1", "localhost"].includes(new URL(request.url()).hostname) && !request.url().startsWith("data:") && page.trouble.push(request.url()));
  return page;
}

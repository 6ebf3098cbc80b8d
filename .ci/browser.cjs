// Uses the emulator's reference as a person does, in headless Chromium, and holds what comes of it. Then breaks the
// page in one way after another, and expects the check that is meant for it to fail.
//
//     NODE_PATH=folder/with/playwright-core node .ci/browser.cjs CHROMIUM EMULATOR
"use strict";

const { spawn } = require("node:child_process");
const { createInterface } = require("node:readline");
const { chromium } = require("playwright-core");

const PAGE = "/_emulator/docs";
const SCRIPT = "/_emulator/docs/page.js";
const DOCUMENT = "/_emulator/openapi.json";
const OPERATIONS = 18;
const PUBLIC_TOKEN = "emulator-token";
const SECRET_TOKEN = "token-of-the-browser-check";
// One of the documented records.
const LICENSE = { _id: "61006fbf1df7fa77a20d9d0a", product: "Large License" };

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// What is broken: the check that has to fail, the file, and how.
const BREAKAGES = [
  ["console", SCRIPT, (text) => text + "\nconsole.error('broken');"],
  ["console", SCRIPT, (text) => text + "\nsetTimeout(() => { throw new Error('broken'); });"],
  ["console", PAGE, (text) => text.replace("</main>", "</main><script>1</script>")],
  ["requests", PAGE, (text) => text.replace("page.css", "none.css")],
  ["hosts", PAGE, (text, port) => text.replace("</main>", `</main><img src="http://localhost:${port}/x">`)],
  ["operations", DOCUMENT, changed((document) => delete document.paths["/deals"].get)],
  ["servers", DOCUMENT, changed((document) => document.servers.push({ url: "https://api.planhat.com" }))],
  ["records", PAGE, (text) => text.replace(PUBLIC_TOKEN, "")],
  ["records", PAGE, (text) => text.replace(PUBLIC_TOKEN, "none")],
].map(([check, file, change]) => ({ check, file, change }));

function changed(change) {
  return (text) => {
    const document = JSON.parse(text);
    change(document);
    return JSON.stringify(document);
  };
}

/** Starts the emulator with the documented records, and stops it when this process ends. */
async function start(command, token) {
  const settings = ["--listen", "127.0.0.1:0", "--documented", "--token", token];
  const emulator = spawn(command, settings, { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => emulator.kill());
  return new Promise((resolve, reject) => {
    emulator.on("error", reject);
    emulator.on("exit", (code) => reject(new Error(`${command} ended with ${code}`)));
    createInterface(emulator.stdout).once("line", resolve);
  });
}

/** Looks at the page, and answers what does not hold: names of checks, and why. */
async function look(browser, url, { typed, broken }) {
  const failed = [];
  const fail = (check, why) => failed.push({ check, why });
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => message.type() === "error" && fail("console", message.text()));
  page.on("pageerror", (error) => fail("console", error.message));
  page.on("requestfailed", (request) => fail("requests", `${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => response.ok() || fail("requests", `${response.url()}: ${response.status()}`));
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== "data:" && asked.origin !== url) fail("hosts", request.url());
  });
  if (broken) await context.route(url + broken.file, (route) => breakIt(route, broken, new URL(url).port));
  // What comes next hangs on what was before, so the first step that cannot be done is the last.
  let step = "operations";
  try {
    await page.goto(url + PAGE);
    await page.locator(".opblock").first().waitFor();
    const operations = await page.locator(".opblock:visible").count();
    if (operations !== OPERATIONS) fail(step, `${operations} are listed, not ${OPERATIONS}`);

    step = "servers";
    const servers = await page.locator(".servers option").allInnerTexts();
    if (servers.join() !== "/ - This emulator") fail(step, `they are ${servers.join(", ")}`);

    step = "token";
    if (typed) {
      if ((await page.content()).includes(typed)) fail(step, "the page holds one that is secret");
      await page.getByText("Authorize first").waitFor();
      await authorize(page, typed);
    }

    step = "records";
    const records = await list(page, "license_list");
    const isIt = ({ _id, product }) => _id === LICENSE._id && product === LICENSE.product;
    const isShown = Array.isArray(records) && records.some(isIt);
    if (!isShown) fail(step, `${JSON.stringify(LICENSE)} is not among ${JSON.stringify(records)}`);
  } catch (error) {
    fail(step, error.message);
  }
  await context.close();
  return failed;
}

async function breakIt(route, { check, change }, port) {
  const response = await route.fetch();
  const headers = response.headers();
  // Otherwise the page's own policy keeps it from asking another host.
  if (check === "hosts") delete headers["content-security-policy"];
  await route.fulfill({ response, headers, body: change(await response.text(), port) });
}

async function authorize(page, token) {
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const bearer = page.locator(".auth-container", { hasText: "bearer" });
  await bearer.getByRole("textbox").fill(token);
  await bearer.getByRole("button", { name: "Apply credentials" }).click();
  await page.getByRole("button", { name: "Close" }).first().click();
}

/** Opens a list, tries it out, and reads the records that are shown. */
async function list(page, operation) {
  const block = page.locator(".opblock", { hasText: operation });
  await block.locator(".opblock-summary-control").click();
  await block.getByRole("button", { name: "Try it out" }).click();
  await block.getByRole("button", { name: "Execute" }).click();
  const shown = await block.locator(".live-responses-table .highlight-code code").first().innerText();
  return JSON.parse(shown);
}

async function main([executablePath, command]) {
  const open = await start(command, PUBLIC_TOKEN);
  const closed = await start(command, SECRET_TOKEN);
  // Its profile is a new folder, which goes when it ends.
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS, headless: true });
  let all = true;
  const say = (holds, what, failed) => {
    all &&= holds;
    console.log(`    ${holds ? "holds" : "FAILS"}: ${what}`);
    if (!holds) failed.forEach(({ check, why }) => console.error(`        ${check}: ${why}`));
  };
  for (const [what, url, how] of [
    ["the reference, with the token that everybody knows", open, {}],
    ["the reference, with a token that is typed in", closed, { typed: SECRET_TOKEN }],
  ]) {
    const failed = await look(browser, url, how);
    say(failed.length === 0, what, failed);
  }
  for (const broken of BREAKAGES) {
    const failed = await look(browser, open, { broken });
    const isNoticed = failed.some(({ check }) => check === broken.check);
    say(isNoticed, `a broken ${broken.file} fails the check of ${broken.check}`, failed);
  }
  await browser.close();
  return all;
}

setTimeout(() => {
  console.error("there is no end to it after three minutes");
  process.exit(1);
}, 180_000).unref();

main(process.argv.slice(2)).then(
  (all) => process.exit(all ? 0 : 1),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);

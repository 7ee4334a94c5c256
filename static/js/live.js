/**
 * Follows a meeting: asks for its beat once a second, and when it grew looks at this page again.
 *
 * <main data-live="/meetings/7/beat" data-beat="41" data-lost="words for a lost network">
 *   <p data-lost-line hidden></p>
 *   <div id="…" data-part data-key="…"> … </div>     exchanged when it changed
 * </main>
 * A part in which somebody has typed or chosen something stays, until its data-key says that it is about something else.
 * [data-left] counts down the seconds of a speech; with [data-runs] it moves. Without script a reload shows the same.
 */
const EVERY = 1000;
const PATIENCE = 5000;

const root = document.querySelector("[data-live]");
let beat = root.dataset.beat;
let failures = 0;
let timer;
// A page that shows something for a while only is looked at again when that is over: data-renew="seconds".
let renewAt = renewal(root);

function renewal(element) {
  const seconds = Number(element?.dataset.renew);
  return seconds ? performance.now() + seconds * 1000 : Infinity;
}

function touched(part) {
  for (const field of part.querySelectorAll("input, textarea, select")) {
    if (field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked !== field.defaultChecked) return true;
    } else if (field.tagName === "SELECT") {
      if ([...field.options].some((option) => option.selected !== option.defaultSelected)) return true;
    } else if (field.value !== field.defaultValue) return true;
  }
  return false;
}

function focusIn(part) {
  const active = document.activeElement;
  return part.contains(active) && active !== part ? active.textContent.trim() || active.id : "";
}

function exchange(page) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.outerHTML === part.outerHTML) continue;
    if (fresh.dataset.key === part.dataset.key && touched(part)) continue;
    const held = focusIn(part);
    part.replaceWith(fresh);
    if (!held) continue;
    const again = [...fresh.querySelectorAll("a, button, input")].find(
      (each) => each.id === held || each.textContent.trim() === held,
    );
    again?.focus();
  }
  takeTime();
}

function say(words) {
  for (const line of document.querySelectorAll("[data-lost-line]")) {
    line.hidden = !words;
    if (line.textContent !== words) line.textContent = words;
  }
}

async function ask(address) {
  const answer = await fetch(address, {
    credentials: "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

async function look() {
  const now = (await (await ask(root.dataset.live)).text()).trim();
  if (now !== beat || performance.now() > renewAt) {
    const answer = await ask(location.href);
    if (answer.redirected) {
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    exchange(page);
    beat = fresh?.dataset.beat ?? now;
    renewAt = renewal(fresh);
  }
}

async function turn() {
  clearTimeout(timer);
  try {
    if (!document.hidden) await look();
    failures = 0;
    say("");
  } catch {
    failures += 1;
    if (failures > 1) say(root.dataset.lost);
  }
  timer = setTimeout(turn, Math.min(EVERY * (1 + failures), PATIENCE));
}

let shownAt = performance.now();

function takeTime() {
  shownAt = performance.now();
  tick();
}

function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function tick() {
  const passed = Math.floor((performance.now() - shownAt) / 1000);
  for (const clock of document.querySelectorAll("[data-left][data-runs]")) {
    const left = Number(clock.dataset.left) - passed;
    clock.textContent = minutes(Math.max(left, 0));
    if (left < 0) {
      const over = document.createElement("small");
      over.textContent = `${clock.dataset.over} ${minutes(-left)}`;
      clock.append(" ", over);
    }
    clock.classList.toggle("is-over", left < 0);
  }
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) turn();
});
addEventListener("online", turn);
setInterval(tick, 1000);
timer = setTimeout(turn, EVERY);

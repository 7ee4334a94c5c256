/** On a lent machine: shows the time that is left, leaves when it is over, and asks anew instead of showing an old page. */
const told = document.querySelector("[data-left]");

function say(left) {
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  for (const place of told.querySelectorAll("[data-left-words]")) place.textContent = `${place.dataset.leftWords} ${clock}`;
}

if (told) {
  const ends = performance.now() + Number(told.dataset.left) * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    say(left);
    if (left === 0) location.replace(told.dataset.over);
  };
  tick();
  setInterval(tick, 1000);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

/**
 * Puts a Plotly chart in the place of a server-drawn one when it comes into view.
 *
 * <div data-chart-src="/charts/money.json" data-plotly-js="…" data-plotly-css="…"> drawing of the server </div>
 * If anything fails, the server's drawing and the table below it stay as they are.
 */
let library;

/**
 * While it loads, the script wants to write style elements, which the policy of this site refuses. It leaves out its own
 * when a link with its name is there; that of its maps, which no page uses, becomes an element that does nothing.
 */
function withoutStyleElements() {
  const make = document.createElement;
  document.createElement = (name, ...more) => make.call(document, name === "style" ? "meta" : name, ...more);
  return () => {
    delete document.createElement;
  };
}

function load({ plotlyJs, plotlyCss }) {
  library ??= new Promise((resolve, reject) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.id = "plotly.js-style-global";
    style.className = "no-inline-styles";
    style.href = plotlyCss;
    style.addEventListener("error", reject);
    style.addEventListener("load", () => {
      const script = document.createElement("script");
      const restore = withoutStyleElements();
      script.src = plotlyJs;
      script.addEventListener("error", (trouble) => {
        restore();
        reject(trouble);
      });
      script.addEventListener("load", () => {
        restore();
        resolve(window.Plotly);
      });
      document.head.append(script);
    });
    document.head.append(style);
  });
  return library;
}

async function draw(place) {
  try {
    const [plotly, answer] = await Promise.all([load(place.dataset), fetch(place.dataset.chartSrc)]);
    if (!answer.ok) return;
    const figure = await answer.json();
    const stage = document.createElement("div");
    stage.className = "chart-stage";
    place.prepend(stage);
    await plotly.newPlot(stage, figure.data, figure.layout, figure.config);
    place.classList.add("is-live");
  } catch {
    place.querySelector(".chart-stage")?.remove();
  }
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  },
  { rootMargin: "200px" },
);

for (const place of document.querySelectorAll("[data-chart-src]")) seen.observe(place);

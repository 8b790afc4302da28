// Puts the interactive chart in the place of each picture when it comes near the window. The chart
// is drawn from the same specification; expressions are interpreted, as the page forbids eval.
(() => {
  "use strict";

  const draw = async (picture) => {
    const spec = JSON.parse(document.getElementById(picture.dataset.spec).textContent);
    // On a phone facets stand one below the other; a wide page has room for several side by side.
    if (spec.facet && spec.columns) {
      const room = Math.floor((picture.clientWidth - 100) / (spec.spec.width + 30));
      spec.columns = Math.max(spec.columns, Math.min(4, room));
    }
    const stage = document.createElement("div");
    stage.className = "stage";
    stage.setAttribute("role", "img");
    stage.setAttribute("aria-label", picture.dataset.alt);
    const inside = document.createElement("div");
    // The label above stands for all of it; hundreds of marks without names would only be in the way.
    inside.setAttribute("aria-hidden", "true");
    stage.append(inside);
    const still = picture.firstElementChild;
    picture.append(stage);
    try {
      await vegaEmbed(inside, spec, {
        actions: false,
        ast: true,
        defaultStyle: false,
        renderer: "svg",
        tooltip: { disableDefaultStyle: true },
      });
      still?.remove();
      picture.dataset.drawn = "true";
    } catch (problem) {
      stage.remove();
      console.error("chart " + picture.dataset.spec + " stays a picture: " + problem);
    }
  };

  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((e) => e.isIntersecting)) {
        near.unobserve(entry.target);
        draw(entry.target);
      }
    },
    { rootMargin: "400px" },
  );
  document.querySelectorAll(".picture").forEach((picture) => near.observe(picture));
})();

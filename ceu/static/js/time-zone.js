// Chooses the browser's own time zone in a form that has not been sent yet. Without this script, and where the browser
// hides its zone behind UTC, the platform's stays.
const select = document.querySelector("select[data-time-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const sent = document.querySelector(".error-summary");
if (select && !sent && zone !== "UTC" && [...select.options].some((option) => option.value === zone)) {
  select.value = zone;
}

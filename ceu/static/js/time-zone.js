// Chooses the browser's own time zone in a form that has not been sent yet. Without this script the platform's is chosen.
const select = document.querySelector("select[data-time-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && !document.querySelector(".error-summary") && [...select.options].some((option) => option.value === zone)) {
  select.value = zone;
}

// Asks the device for a passkey, or to make one, and sends its answer. What went wrong is said on the page, and the
// button asks again.
const form = document.querySelector("form[data-passkey]");
const told = form.querySelector("[data-passkey-told]");
const again = form.querySelector("[data-passkey-again]");
document.querySelector("[data-passkey-off]").hidden = true;
const creates = form.dataset.passkey === "create";

const WHY = {
  NotAllowedError: creates
    ? "No passkey was made: your device was not ready, the time ran out, or you chose not to."
    : "No passkey was given: your device has none for this site, the time ran out, or you chose not to.",
  InvalidStateError: "This device already has a passkey for your account. Choose another device, or keep that one.",
  SecurityError: "Passkeys work only at the proper address of this site, over https. Check the address bar.",
  NotSupportedError: "This device cannot make the kind of passkey that is asked for. Try another device.",
};

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function letters(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readOptions() {
  const options = JSON.parse(form.dataset.options);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const known of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) known.id = bytes(known.id);
  return options;
}

function written(answer) {
  const { response } = answer;
  const said = { clientDataJSON: letters(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = letters(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return {
    id: answer.id,
    rawId: letters(answer.rawId),
    type: answer.type,
    response: said,
    extensions: JSON.stringify(answer.getClientExtensionResults()),
    authenticatorAttachment: answer.authenticatorAttachment,
    clientExtensionResults: answer.getClientExtensionResults(),
  };
}

async function ask() {
  told.textContent = "";
  again.hidden = true;
  if (!window.PublicKeyCredential) {
    told.textContent = window.isSecureContext
      ? "This browser knows no passkeys. Use a newer one, or sign in with your password."
      : "Passkeys work only over https. Open this site by its https address.";
    return;
  }
  try {
    const publicKey = readOptions();
    const answer = creates ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = JSON.stringify(written(answer));
    form.submit();
  } catch (error) {
    told.textContent = WHY[error.name] ?? `Your device answered: ${error.message}`;
    again.hidden = false;
  }
}

again.addEventListener("click", ask);
ask();

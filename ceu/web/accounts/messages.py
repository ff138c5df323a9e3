"""What Flask-Security says, in plain words. Nothing here tells whether an address has an account."""

SUBJECTS = {
    "EMAIL_SUBJECT_REGISTER": "Your account for continuing education",
    "EMAIL_SUBJECT_CONFIRM": "Confirm your email address",
    "EMAIL_SUBJECT_PASSWORD_RESET": "Choose a new password",
    "EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password was changed",
    "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password was changed",
    "CHANGE_EMAIL_SUBJECT": "Confirm your new email address",
}

MAIL_CHANGED = "Your email address was changed"

MESSAGES = {
    "GENERIC_AUTHN_FAILED": (
        "The email address or the password is not right. Check both; capital letters matter in the password only.",
        "error",
    ),
    "UNAUTHENTICATED": ("Please sign in.", "info"),
    "CONFIRM_REGISTRATION": ("We have just sent an email to %(email)s. Please open the link in it.", "success"),
    "EMAIL_CONFIRMED": ("Thank you. Your email address is confirmed.", "success"),
    "ALREADY_CONFIRMED": ("This email address has been confirmed before. There is nothing left to do.", "info"),
    "INVALID_CONFIRMATION_TOKEN": (
        "This link cannot be used; perhaps it was cut off in the email. Ask for a new one here.",
        "error",
    ),
    "CONFIRMATION_EXPIRED": ("This link was good for %(within)s. Ask for a new one here.", "error"),
    "CONFIRMATION_REQUEST": (
        "If %(email)s has an account and is not confirmed yet, we have just sent a link to it.",
        "info",
    ),
    "EMAIL_ALREADY_ASSOCIATED": ("This email address cannot be used.", "error"),
    "PASSWORD_RESET_REQUEST": (
        "If there is an account for %(email)s, we have just sent a link to it. It is good for one day.",
        "info",
    ),
    "PASSWORD_RESET_EXPIRED": ("This link was good for %(within)s. Ask for a new one here.", "error"),
    "INVALID_RESET_PASSWORD_TOKEN": ("This link has been used or is not complete. Ask for a new one here.", "error"),
    "PASSWORD_RESET_NO_LOGIN": ("Your new password is saved. Sign in with it.", "success"),
    "PASSWORD_CHANGE": (
        "Your new password is saved. Wherever else you were signed in, the new password is asked for.",
        "success",
    ),
    "PASSWORD_NOT_PROVIDED": ("Enter a password.", "error"),
    "PASSWORD_INVALID_LENGTH": ("Use at least %(length)s characters. A few words in a row are fine.", "error"),
    "PASSWORD_IS_THE_SAME": ("This is the password you have. Choose another one.", "error"),
    "INVALID_PASSWORD": ("This is not your password.", "error"),
    "EMAIL_NOT_PROVIDED": ("Enter an email address.", "error"),
    "INVALID_EMAIL_ADDRESS": ("Enter an email address such as name@example.org.", "error"),
    "CHANGE_EMAIL_SENT": (
        "If %(email)s can be used, we have just sent a link to it. Your address changes when you open the link.",
        "success",
    ),
    "CHANGE_EMAIL_EXPIRED": ("This link was good for %(within)s. Ask for a new one here.", "error"),
    "CHANGE_EMAIL_CONFIRMED": ("Your email address is changed.", "success"),
    "API_ERROR": ("This cannot be used, or no longer. Please start again.", "error"),
    "ANONYMOUS_USER_REQUIRED": ("You are signed in already.", "info"),
    "TWO_FACTOR_INVALID_TOKEN": (
        "This code is not right, or it was used before. Codes change every 30 seconds: type the one the app shows now.",
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("You are signed in.", "success"),
    "TWO_FACTOR_PERMISSION_DENIED": ("Sign in first; the second step follows.", "info"),
    "INVALID_RECOVERY_CODE": (
        "This recovery code is not right, or it was used before. Each of them works once; try another one.",
        "error",
    ),
    "WEBAUTHN_EXPIRED": ("That took more than %(within)s. Please start again.", "error"),
    "WEBAUTHN_NAME_INUSE": (
        "Another of your passkeys is called %(name)s. Choose a name by which you can tell them apart.",
        "error",
    ),
    "WEBAUTHN_REGISTER_SUCCESSFUL": ("The passkey %(name)s is added.", "success"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": ("This passkey has been added before.", "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (
        "This passkey does not open this account, or no longer. Use another one, or sign in with your password.",
        "error",
    ),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (
        "This passkey was added for another use: alone, or after the password. Sign in with your password first.",
        "error",
    ),
    "WEBAUTHN_MISMATCH_USER_HANDLE": ("This passkey belongs to another account.", "error"),
    "WEBAUTHN_NO_VERIFY": (
        "Your device's answer could not be checked. Try again; if it stays so, sign in with your password.",
        "error",
    ),
    "INVALID_REDIRECT": ("That address is not part of this site.", "error"),
}

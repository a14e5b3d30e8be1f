/**
 * An authenticator and a browser in one, for tests of whatever takes passkeys. It shares no code
 * with what judges its answers, and judges nothing itself. Read {@link
 * dev.penstock.testkit.passkeys.SoftPasskey} first, then {@link
 * dev.penstock.testkit.passkeys.PasskeyDraft}.
 */
@NullMarked
package dev.penstock.testkit.passkeys;

import org.jspecify.annotations.NullMarked;

/**
 * Certificate authorities and time-stamping authorities for tests, honest and otherwise, made with
 * Bouncy Castle. Nothing here judges anything. Read {@link dev.penstock.testkit.tsa.TestAuthority}
 * first, then {@link dev.penstock.testkit.tsa.TokenDraft}.
 */
@NullMarked
package dev.penstock.testkit.tsa;

import org.jspecify.annotations.NullMarked;

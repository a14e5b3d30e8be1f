/**
 * The choice of signature provider: the fastest that passes its self-test, for each algorithm, and
 * the reasons why. No rule about what is signed comes in here; what every provider must refuse is
 * in core. Read {@link dev.penstock.crypto.CryptoProviders} first.
 */
@NullMarked
package dev.penstock.crypto;

import org.jspecify.annotations.NullMarked;

/**
 * The auditor's verifier: reads a bundle and a trust file, and says what holds. No rule comes in
 * here, they are core/bundle's, and nothing but the JDK. Read {@link
 * dev.penstock.verifier.Verification} first.
 */
@NullMarked
package dev.penstock.verifier;

import org.jspecify.annotations.NullMarked;

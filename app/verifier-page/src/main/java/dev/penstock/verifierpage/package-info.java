/**
 * The page that checks bundles in a browser, as bytes to hand out. What it does is in {@code
 * src/web}, in JavaScript; no Java code knows more of it than that. Read {@link VerifierPage}.
 */
@NullMarked
package dev.penstock.verifierpage;

import org.jspecify.annotations.NullMarked;

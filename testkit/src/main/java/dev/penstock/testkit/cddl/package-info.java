/**
 * A validator for the subset of CDDL (RFC 8610) that our formats are written in, with a CBOR reader
 * of its own, so that it judges our codec from outside. Nothing of the product comes in here. Read
 * {@link dev.penstock.testkit.cddl.Cddl} first; its documentation lists the subset.
 */
@NullMarked
package dev.penstock.testkit.cddl;

import org.jspecify.annotations.NullMarked;

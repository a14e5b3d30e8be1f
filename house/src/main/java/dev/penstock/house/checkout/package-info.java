/**
 * The checkout as the rules see it: modules, files, sources, classes, and planted checkouts that
 * break a rule on purpose. No rule may come in here. Read {@link
 * dev.penstock.house.checkout.Checkout} first.
 */
@NullMarked
package dev.penstock.house.checkout;

import org.jspecify.annotations.NullMarked;

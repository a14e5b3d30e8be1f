/**
 * The policy of a plant's conduits as people write it: channels, rules, requests, and what may be
 * answered. How fast that is decided, how it is spelt in a file and what is recorded of it do not
 * come in here. Read {@link dev.penstock.conduit.Policy} first, then {@link
 * dev.penstock.conduit.Rule}.
 */
@NullMarked
package dev.penstock.conduit;

import org.jspecify.annotations.NullMarked;

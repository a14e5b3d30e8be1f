/**
 * What anchors answered, kept beside the ledger. How an anchor is asked, and when, does not come in
 * here. Read {@link dev.penstock.anchorstore.AnchorFiles} first.
 */
@NullMarked
package dev.penstock.anchorstore;

import org.jspecify.annotations.NullMarked;

/**
 * Good bundles, broken ones, and what must be said of each: the same files for every program that
 * checks bundles. They are written by the page of the format, docs/formats/bundle.md, and not by
 * the code that makes bundles. Read {@link dev.penstock.bundlecorpus.Corpus} first.
 */
@NullMarked
package dev.penstock.bundlecorpus;

import org.jspecify.annotations.NullMarked;

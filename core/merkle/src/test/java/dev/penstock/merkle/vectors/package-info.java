/**
 * A small log with everything that can be said about it, as files that other implementations can
 * use, and readers fed with damaged copies of them. Nothing the product needs comes in here. Read
 * {@link dev.penstock.merkle.vectors.LogVectors} first.
 */
package dev.penstock.merkle.vectors;

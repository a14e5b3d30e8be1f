/**
 * Tests of the tree against our own vectors and against damaged bytes. Vectors of others are read
 * beside the types they are about. Read {@link dev.penstock.merkle.vectors.LogVectors} first.
 */
package dev.penstock.merkle.vectors;

/**
 * Content-addressed files of the data folder. What is in them, and who needs them, does not come in
 * here. Read {@link dev.penstock.blobs.FileBlobs} first.
 */
@NullMarked
package dev.penstock.blobs;

import org.jspecify.annotations.NullMarked;

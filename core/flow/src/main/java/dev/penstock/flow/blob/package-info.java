/**
 * The contract of content-addressed files: bytes that records name by their digest. No file and no
 * key comes in here. Read {@link dev.penstock.flow.blob.BlobStore} first.
 */
@NullMarked
package dev.penstock.flow.blob;

import org.jspecify.annotations.NullMarked;

/**
 * Real files behind the storage seam: one folder of this machine's disk as stores see it. Rules of
 * any store may not come in; they live in front of the seam. Read {@link
 * dev.penstock.disk.FileStorage} first.
 */
@NullMarked
package dev.penstock.disk;

import org.jspecify.annotations.NullMarked;

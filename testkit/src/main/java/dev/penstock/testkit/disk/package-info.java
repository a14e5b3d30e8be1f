/**
 * A disk that forgets, and the checks that use it: what a store does when the power goes, the disk
 * fills up, or a force fails. No real file is touched here. Read {@link
 * dev.penstock.testkit.disk.SimDisk} first; the fault model is written down in {@code
 * docs/testing/simdisk.md}.
 */
@NullMarked
package dev.penstock.testkit.disk;

import org.jspecify.annotations.NullMarked;

package dev.penstock.bundle;

/**
 * Where the content of an entry stands in a bundle.
 *
 * @param at of the first byte
 * @param crc of the content, as an unsigned 32-bit number
 */
record ZipEntry(String name, long at, long size, long crc) {}

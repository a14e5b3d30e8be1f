/**
 * What a durable store may ask of a disk, and nothing more. No file is opened here: the edge does
 * that with real files, the test kit with a disk that forgets. Read {@link
 * dev.penstock.storage.Storage} first.
 */
package dev.penstock.storage;

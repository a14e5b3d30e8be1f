/**
 * The reception of a node: who comes in and how, what they may do once inside, and what is written
 * down of it. It knows no HTTP, no file and no cipher, and starts no thread; those stand behind the
 * interfaces declared here. Read {@link dev.penstock.reception.Reception} first, then {@link
 * dev.penstock.reception.Refusal}.
 */
package dev.penstock.reception;

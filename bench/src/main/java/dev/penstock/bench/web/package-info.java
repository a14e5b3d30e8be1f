/**
 * How soon people and programs get an answer of a node: lists over HTTP, and the console in a
 * browser. Nothing here is part of the node or the console. Read {@link
 * dev.penstock.bench.web.WebBench} first.
 */
@NullMarked
package dev.penstock.bench.web;

import org.jspecify.annotations.NullMarked;

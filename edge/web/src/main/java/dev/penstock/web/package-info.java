/**
 * The node's HTTP API: what is sealed can be asked for, what happens can be handed in, and the log
 * is served. No rule about evidence comes in here, and nobody's types but our own go out. Read
 * {@link dev.penstock.web.WebServer} first.
 */
@NullMarked
package dev.penstock.web;

import org.jspecify.annotations.NullMarked;

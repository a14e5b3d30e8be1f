/**
 * Connections as a file that people write and read, and what keeps one from being sound. What a
 * connection means does not come in here. Read {@link
 * dev.penstock.connections.form.ConnectionsReader} first.
 */
@NullMarked
package dev.penstock.connections.form;

import org.jspecify.annotations.NullMarked;

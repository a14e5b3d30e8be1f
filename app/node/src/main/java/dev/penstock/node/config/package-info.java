/**
 * What an operator sets in {@code penstock.yaml}. How the file is read does not come in here. Read
 * {@link dev.penstock.node.config.NodeSettings} first.
 */
@NullMarked
package dev.penstock.node.config;

import org.jspecify.annotations.NullMarked;

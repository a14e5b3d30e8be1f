/**
 * Reads a settings file and says for each fault where it is, what stands there and what may stand
 * there. What the settings mean does not come in here. Read {@link dev.penstock.node.yaml.Section}
 * first.
 */
@NullMarked
package dev.penstock.node.yaml;

import org.jspecify.annotations.NullMarked;

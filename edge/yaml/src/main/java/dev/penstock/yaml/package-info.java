/**
 * Files that people write in YAML: as a tree with places, and settings with a fault for each thing
 * that is not as it may be. What settings or a plant mean does not come in here. Read {@link
 * dev.penstock.yaml.YamlReader} first, then {@link dev.penstock.yaml.Section}.
 */
@NullMarked
package dev.penstock.yaml;

import org.jspecify.annotations.NullMarked;

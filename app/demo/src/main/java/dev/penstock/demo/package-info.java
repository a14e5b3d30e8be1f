/**
 * A small water works that publishes over MQTT and is driven over Modbus, and a node that seals it
 * and stands at its conduit: what somebody sees who has no plant at hand. Nothing that a real node
 * needs comes in here. Start with {@link dev.penstock.demo.Demo}, and for the attacks on it with
 * {@link dev.penstock.demo.AttackDemo}.
 */
@NullMarked
package dev.penstock.demo;

import org.jspecify.annotations.NullMarked;

/**
 * The controllers in the field of the demo's water works: what they measure and drive, and how they
 * answer masters on Modbus. Nothing of the node comes in here. Start with {@link
 * dev.penstock.demo.field.FieldPlcs}, and for what goes on behind them with {@link
 * dev.penstock.demo.field.Treatment}.
 */
@NullMarked
package dev.penstock.demo.field;

import org.jspecify.annotations.NullMarked;

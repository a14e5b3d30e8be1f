/**
 * What a destination may ask for: commands in messages, read and held to bounds, and what is
 * answered to them. No connection comes in here, and nothing that decides whether a command is
 * carried out. Read {@link dev.penstock.north.command.OrderReader} first.
 */
@NullMarked
package dev.penstock.north.command;

import org.jspecify.annotations.NullMarked;

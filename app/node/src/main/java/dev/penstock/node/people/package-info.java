/**
 * What the reception of people stands on in this node. No rule about people comes in here: who may
 * do what is core's. Read {@link dev.penstock.node.people.PasskeyDesk} first.
 */
@NullMarked
package dev.penstock.node.people;

import org.jspecify.annotations.NullMarked;

/**
 * What a node connects and what may pass: devices that are read, destinations that are served,
 * ports through which others reach a device, all as the models in force say it. How these models
 * come into force does not come in here, nor who may look at what. Read {@link
 * dev.penstock.node.gateway.Gateway} first.
 */
@NullMarked
package dev.penstock.node.gateway;

import org.jspecify.annotations.NullMarked;

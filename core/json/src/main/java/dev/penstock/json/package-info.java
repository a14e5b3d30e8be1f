/**
 * JSON (RFC 8259) read strictly into values that never change, and written in its one canonical
 * form (RFC 8785). Nothing that knows a message of ours comes in here. Read {@link
 * dev.penstock.json.Json} first, then {@link dev.penstock.json.JsonReader} and {@link
 * dev.penstock.json.JsonFields}.
 */
package dev.penstock.json;

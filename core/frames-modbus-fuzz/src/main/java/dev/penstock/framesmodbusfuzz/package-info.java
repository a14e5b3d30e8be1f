/**
 * Statements about any bytes that reach the readers of frames, requests, answers and addresses. No
 * expectation about one particular input comes in here; those stand in the tests of the module that
 * reads. Read {@link dev.penstock.framesmodbusfuzz.Claims} first.
 */
package dev.penstock.framesmodbusfuzz;

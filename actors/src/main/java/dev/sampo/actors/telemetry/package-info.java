/** Takes events from where they happen to those who listen. */
package dev.sampo.actors.telemetry;

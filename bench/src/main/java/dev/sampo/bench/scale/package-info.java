/** What placing costs on clusters of thousands of nodes. */
package dev.sampo.bench.scale;

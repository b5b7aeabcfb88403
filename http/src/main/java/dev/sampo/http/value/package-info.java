/** Values of tasks as JSON, written while they are read; see {@link dev.sampo.http.value.JsonText}. */
package dev.sampo.http.value;

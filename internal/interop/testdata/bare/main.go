// Command bare is what the pages of the program are measured against: Gin, and
// nothing but the bytes of one file.
//
//	bare 127.0.0.1:8080 file content-type
package main

import (
	"fmt"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
)

func main() {
	if err := serve(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(address, file, contentType string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.GET("/*path", func(c *gin.Context) { c.Data(http.StatusOK, contentType, body) })
	return http.ListenAndServe(address, engine)
}

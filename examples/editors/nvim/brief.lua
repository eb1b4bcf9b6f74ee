-- Neovim 0.11 or newer, no plugin: with this file in ~/.config/nvim/plugin, a book has completion, hover and
-- diagnostics while typing, and `:make` fills the quickfix list with what `brief check` finds.

vim.lsp.config("brief", {
  cmd = { "yaml-language-server", "--stdio" },
  filetypes = { "yaml" },
  root_markers = { ".brief" }, -- the folder that holds the schemas
  workspace_required = true,   -- other YAML files are none of its business
  settings = {
    yaml = {
      schemas = {
        [".brief/brief.schema.json"] = {
          "briefs/**/*.yaml",
          "briefs/**/*.yml",
          "!briefs/book.yaml",
          "!briefs/entities/**",
          "!briefs/sources/**",
        },
        [".brief/entities.schema.json"] = { "briefs/entities/**/*.yaml", "briefs/entities/**/*.yml" },
        [".brief/sources.schema.json"] = { "briefs/sources/**/*.yaml", "briefs/sources/**/*.yml" },
        [".brief/book.schema.json"] = { "briefs/book.yaml" },
      },
      schemaStore = { enable = false },
    },
    redhat = { telemetry = { enabled = false } },
  },
  on_attach = function(client, buffer)
    vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true })
    vim.bo[buffer].makeprg = "brief check --format plain"
    vim.bo[buffer].errorformat = "%f:%l:%c: %t%n %m"
  end,
})
vim.lsp.enable("brief")
